package io.millrace.models.drift.adaptive;

import io.millrace.models.drift.learner.*;
import io.millrace.models.drift.tree.*;
import io.millrace.models.neural.*;
import java.util.*;

/** draft */
public final class Adaptive {
  public static double opt(String k, double d) { return Double.parseDouble(System.getProperty(k, "" + d)); }
  final Features features; final Encoder encoder; final Memory memory; final List<int[]> contexts = new ArrayList<>(); final int hist; final SparseNetwork[] nets; final HoeffdingTree[] trees; final int[] poisson;
  Router router; int classes; final Attributes at; long routed=-1; float[] opinions={}; float[] probs={}; final Bag bag=new Bag(); int last=0,last2=0,last3=0; final Votes v=new Votes(); int E; final int base; final long[] keys; final int[] slots; final boolean[] stack; final Chance chance=new Chance(5); final Normaliser bins; final boolean useSet=opt("set",0)>0; public final int[] right; final double[] err,errFast; final long[] age; final HoeffdingTree[] bg; final double[] bgErr; final long[] bgAge;
  final double lambda=opt("lambda",1); final HoeffdingSettings hs; public int[] swaps;
  public Adaptive(Attributes at,int classes,long seed){ this.at=at; this.classes=classes; features=new Features(at); encoder=new Encoder(at,opt("fade",1e-4),8192); memory=new Memory(opt("lim",30),1<<(int)opt("mb",16),classes); bins=new Normaliser(at.count(),1e-4);
    int d=at.count(); int ctx=(int)opt("ctx",1); List<Integer> use=new ArrayList<>(); for(int i=0;i<d;i++) if(at.nominal(i)||ctx>1) use.add(i);
    if(ctx>0&&use.size()<=8){ for(int i:use)contexts.add(new int[]{i}); for(int i:use)for(int j:use)if(i<j)contexts.add(new int[]{i,j}); }
    hist=(int)opt("hist",3); base=contexts.size()+hist; keys=new long[base]; slots=new int[base];
    int T=(int)opt("trees",3); int sub=(int)Math.round(opt("sub",0)*d); hs=HoeffdingSettings.standard().withGrace(opt("grace",100)).withConfidence(opt("conf",1e-3)).withTie(opt("tie",0.05)).withSubspace(sub); trees=new HoeffdingTree[T]; bg=new HoeffdingTree[T]; for(int t=0;t<T;t++)trees[t]=new HoeffdingTree(hs,at,classes,Chance.seed(seed,t)); err=new double[T]; errFast=new double[T]; age=new long[T]; bgErr=new double[T]; bgAge=new long[T]; poisson=new int[T]; swaps=new int[T];
    String[] lrs=System.getProperty("lrs","0.001,0.01").split(","); nets=new SparseNetwork[lrs.length]; for(int i=0;i<lrs.length;i++) nets[i]=new SparseNetwork(new SparseSettings((int)opt("H",64),Float.parseFloat(lrs[i]),(float)opt("b2",0.99),(float)opt("margin",0)),classes,d,Chance.seed(seed,100+i));
    E=base+T+nets.length; router=new Router(E,useSet?64:1,opt("mlr",0.001)); right=new int[E]; stack=new boolean[E]; }
  void think(double[] x){ if(!features.take(x)&&routed==features.stamp())return; routed=features.stamp(); if(opinions.length!=E*classes){opinions=new float[E*classes];probs=new float[E*classes];}
    double[] f=features.values(); int e=0; for(int[] c:contexts){ long k=e+1; for(int i:c){ long u=at.nominal(i)||f[i]==Math.rint(f[i])?(long)f[i]:(long)Math.floor(bins.standardised(i,f[i])*4); if(!at.nominal(i)&&c.length>1&&opt2>0) u=(long)Math.floor(bins.standardised(i,f[i])*opt2); k=k*0x9E3779B97F4A7C15L+u+7; k^=k>>>31; } keys[e++]=k; }
    if(hist>0)keys[e++]=1001; if(hist>1)keys[e++]=2001+last*7919L; if(hist>2)keys[e++]=4001+((last*1000L+last2)*1000L+last3)*7919L*13; 
    for(int i=0;i<base;i++){ int s=memory.find(keys[i]); slots[i]=s; float tot=memory.total(s)+0.8f; for(int c=0;c<classes;c++)probs[i*classes+c]=(memory.count(s,c)+0.8f/classes)/tot; }
    for(int t=0;t<trees.length;t++,e++){ trees[t].vote(features,v); double sum=v.sum(); for(int c=0;c<classes;c++) probs[e*classes+c]=(float)((sum>0?v.of(c)/sum:1.0/classes)*0.99+0.01/classes); }
    for(int i=0;i<e;i++) Router.toOpinion(probs,i*classes,opinions,i*classes,classes);
    bag.clear(); encoder.encode(features,bag); if(st>0) encoder.encode(opinions,st>1?e:base,classes,bag);
    for(SparseNetwork n:nets){ float[] p=n.probabilities(bag); System.arraycopy(p,0,probs,e*classes,classes); Router.toOpinion(probs,e*classes,opinions,e*classes,classes); e++; }
    mixed=router.mix(opinions,classes,useSet?last%64:0); }
  static final double opt2=opt("pairbins",0); static final int st=(int)opt("stack",2);
  float[] mixed;
  public int vote(double[] x){ think(x); int b=0; for(int c=1;c<classes;c++) if(mixed[c]>mixed[b])b=c; return b; }
  public void learn(double[] x,int y){ think(x); 
    for(int e=0;e<E;e++){ int b=0; for(int c=1;c<classes;c++) if(probs[e*classes+c]>probs[e*classes+b])b=c; if(b==y)right[e]++; int t=e-base; if(t>=0&&t<trees.length){ double w=b==y?0:1; age[t]++; err[t]+=Math.max(1.0/age[t],1/opt("slow",5000))*(w-err[t]); errFast[t]+=Math.max(1.0/age[t],1/opt("fast",500))*(w-errFast[t]); } }
    router.learn(opinions,classes,y);
    for(SparseNetwork n:nets) n.learn(bag,y,1);
    encoder.learn(features); double[] f=features.values(); for(int i=0;i<f.length;i++) if(!at.nominal(i)&&!Double.isNaN(f[i])) bins.learn(i,f[i]);
    for(int i=0;i<base;i++) memory.learn(keys[i],y,1);
    for(int t=0;t<trees.length;t++){ double w=1; if(lambda>0&&lambda!=1){ double L=Math.exp(-lambda),p=1; int k=0; do{k++;p*=chance.nextDouble();}while(p>L); w=Math.min(k-1,opt("maxw",1e9)); } 
       boolean bgOn=bg[t]!=null; if(bgOn){ bg[t].vote(features,v); bgAge[t]++; bgErr[t]+=Math.max(1.0/bgAge[t],1/opt("fast",500))*((v.winner()==y?0:1)-bgErr[t]); if(w>0)bg[t].learn(features,y,w); }
       if(w>0)trees[t].learn(features,y,w); 
       double sd=Math.sqrt(err[t]*(1-err[t])/opt("fast",500)); if(opt("swap",1)>0&&age[t]>1000){ if(!bgOn&&errFast[t]>err[t]+opt("warn",1.5)*sd){ bg[t]=new HoeffdingTree(hs,at,classes,chance.next()); bgAge[t]=0;bgErr[t]=0; }
         else if(bgOn&&bgAge[t]>opt("wait",500)&&bgErr[t]<errFast[t]-opt("better",0.0)*sd){ trees[t]=bg[t]; bg[t]=null; err[t]=bgErr[t]; errFast[t]=bgErr[t]; age[t]=bgAge[t]; swaps[t]++; } else if(bgOn&&bgAge[t]>opt("giveup",5000)) bg[t]=null; } }
    last3=last2;last2=last;last=y; routed=-1; }
  public String report(int n){ StringBuilder b=new StringBuilder(); for(int e=0;e<E;e++) b.append(String.format(" %.1f(%.2f)",100.0*right[e]/n,router.weight(e))); b.append(" swaps "+Arrays.toString(swaps)); return b.toString(); }
}
